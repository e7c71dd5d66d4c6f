import { goldenTransfer, goldenTransferWithin, labelledDialogues } from '../../../handover/replay/goldenTransfer';
import type { ReplayMessage } from '../../../handover/replay/conversations';

const said = (conversationId: string, ...transfers: (boolean | undefined)[]): ReplayMessage[] =>
	transfers.map((transfer) => ({ conversationId, role: 'customer', text: 'x', transfer }));

describe('GT-T of one dialogue', () => {
	it('is 1 when nobody should take over and nobody does, 0 when only one of both holds', () => {
		expect(goldenTransferWithin(1, { golden: [], predicted: [] })).toBe(1);
		expect(goldenTransferWithin(1, { golden: [3], predicted: [] })).toBe(0);
		expect(goldenTransferWithin(1, { golden: [], predicted: [3] })).toBe(0);
	});

	// By hand: exp(-d² / (2·T²)) for a distance d.
	it.each([
		[1, [4], [4], 1],
		[1, [4], [5], 0.606531],
		[1, [4], [3], 0.606531],
		[2, [4], [5], 0.882497],
		[3, [4], [5], 0.945959],
		[1, [4], [6], 0.135335],
		[2, [4], [6], 0.606531],
		// The nearest golden position counts: 1 away from 8, 3 from 4.
		[1, [4, 8], [7], 0.606531],
		// The mean over the predictions: (1 + 0.135335) / 2.
		[1, [4], [4, 6], 0.567668],
		// One of two golden positions found costs nothing here; the recall shows it.
		[1, [4, 40], [4], 1],
	])('T = %d, golden %j, predicted %j: %d', (tolerance, golden, predicted, score) => {
		expect(goldenTransferWithin(tolerance, { golden, predicted })).toBeCloseTo(score, 5);
	});

	it('weighs late against early by λ', () => {
		// λ = 0.5: late by 1 is exp(-(1 / 0.5) · 1/2) = exp(-1), early by 1 is exp(-(1 / 1.5) · 1/2) = exp(-1/3).
		expect(goldenTransferWithin(1, { golden: [4], predicted: [5] }, 0.5)).toBeCloseTo(Math.exp(-1), 5);
		expect(goldenTransferWithin(1, { golden: [4], predicted: [3] }, 0.5)).toBeCloseTo(Math.exp(-1 / 3), 5);
		expect(goldenTransferWithin(1, { golden: [4], predicted: [5] }, 1)).toBe(0);
		expect(goldenTransferWithin(1, { golden: [4], predicted: [4] }, 1)).toBe(1);
	});

	it('with T = 0 takes the very message only', () => {
		expect(goldenTransferWithin(0, { golden: [4], predicted: [4] })).toBe(1);
		expect(goldenTransferWithin(0, { golden: [4], predicted: [5] })).toBe(0);
	});
});

describe('GT-T over dialogues', () => {
	it('is the mean, with the recall next to it', () => {
		const report = goldenTransfer([
			{ golden: [], predicted: [] },
			{ golden: [4], predicted: [6] },
			{ golden: [2, 9], predicted: [2] },
			{ golden: [3], predicted: [] },
		]);
		expect(report).toMatchObject({ dialogues: 4, dialoguesWithTransfer: 3, goldenTransfers: 4, handovers: 2 });
		// (1 + e^(-4/(2·T²)) + 1 + 0) / 4; of 4 golden transfers 1, then 2 are met.
		expect(report?.scores.map(({ tolerance }) => tolerance)).toEqual([1, 2, 3]);
		expect(report?.scores[0].score).toBeCloseTo((2 + Math.exp(-2)) / 4, 5);
		expect(report?.scores[1].score).toBeCloseTo((2 + Math.exp(-1 / 2)) / 4, 5);
		expect(report?.scores[2].score).toBeCloseTo((2 + Math.exp(-2 / 9)) / 4, 5);
		expect(report?.scores.map(({ recall }) => recall)).toEqual([0.25, 0.5, 0.5]);
	});

	it('rewards silence, which the recall gives away', () => {
		const quiet = { golden: [], predicted: [] };
		const [first] = goldenTransfer([quiet, quiet, quiet, { golden: [2], predicted: [] }])?.scores ?? [];
		expect(first).toEqual({ tolerance: 1, score: 0.75, recall: 0 });
		expect(goldenTransfer([quiet])?.scores[0]).toEqual({ tolerance: 1, score: 1 });
		expect(goldenTransfer([])).toBeUndefined();
	});
});

describe('the labelled dialogues', () => {
	it('are those with a label on any message, in the order of time, unlabelled ones left out', () => {
		const messages = [...said('a', false, true, undefined, true), ...said('b', undefined), ...said('c', false)];
		const handovers = [
			{ conversationId: 'a', messageNumber: 2 },
			{ conversationId: 'b', messageNumber: 1 },
		];
		expect(labelledDialogues(messages, handovers)).toEqual([
			{ golden: [2, 4], predicted: [2] },
			{ golden: [], predicted: [] },
		]);
		const newestFirst = said('d', true, false, false).map((message, i) => ({ ...message, at: 1000 - i }));
		expect(labelledDialogues(newestFirst, [])).toEqual([{ golden: [3], predicted: [] }]);
	});
});
