import type { Detector } from '../detector';
import { readAnswer } from './answer';
import { SYSTEM_CLOCK, askModel, type AskSettings, type Clock } from './ask';
import type { ModelPort } from './model';
import { judgeRequest } from './request';


/**
 * A detector that asks a language model. When the model can't be reached in
 * time or its answer can't be used, the verdict is the one of `fallback`,
 * marked as degraded: a message is never lost.
 */
export function aiJudge(model: ModelPort, settings: AskSettings, fallback: Detector, clock: Clock = SYSTEM_CLOCK): Detector {
	return async (facts) => {
		const request = judgeRequest(facts);
		if (request.signals.length === 0) return { findings: [], detector: 'ai', ai: { model: model.name, calls: 0, milliseconds: 0 } };
		const read = (content: string) => readAnswer(content, request.signals, facts, model.name);
		const asked = await askModel(model, request, read, settings, clock);
		if (asked.why === undefined) return { ...asked.answer, detector: 'ai', ai: asked.usage };
		const degraded = `The AI gave no usable answer (${asked.why}), so the built-in detection decided`;
		return { ...(await fallback(facts)), degraded, ai: asked.usage };
	};
}
