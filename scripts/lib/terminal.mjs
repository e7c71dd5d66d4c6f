/**
 * What the commands print: stages with their time, chat bubbles, the receipt.
 * Node built-ins only, because it runs before anything is installed.
 */

const colourful = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

/** @param {number} open @param {number} close @returns {(text: string) => string} */
const style = (open, close) => (text) => (colourful ? `\u001b[${open}m${text}\u001b[${close}m` : text);

export const bold = style(1, 22);
export const dim = style(2, 22);
export const red = style(31, 39);
export const green = style(32, 39);
export const yellow = style(33, 39);
export const cyan = style(36, 39);

/** Columns to write in: readable on a wide screen, unbroken on a narrow one. */
const width = () => Math.max(40, Math.min(100, process.stdout.columns || 80));

/** @param {number} milliseconds */
export function elapsed(milliseconds) {
	const seconds = milliseconds / 1000;
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

// ---------------------------------------------------------------- stages

const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

/**
 * Does one piece of work under a line that shows it is alive: a spinner with
 * the seconds on a terminal, a line every 15 seconds in a log.
 * @template T
 * @param {string} label
 * @param {(say: (detail: string) => void) => Promise<T>} work `say` changes the detail shown beside the label;
 *   the last detail stays on the finished line
 * @returns {Promise<T>}
 */
export async function stage(label, work) {
	const started = Date.now();
	const live = process.stdout.isTTY === true;
	let detail = '';
	let tick = 0;
	const line = (/** @type {string} */ mark) => {
		const text = `${mark} ${label}  ${dim(elapsed(Date.now() - started))}`;
		return detail ? `${text}  ${dim(live ? clip(detail, width() - widthOf(label) - 16) : detail)}` : text;
	};
	const timer = setInterval(
		() => {
			if (live) process.stdout.write(`\r\u001b[2K${line(cyan(FRAMES[tick++ % FRAMES.length]))}`);
			else console.log(line('…'));
		},
		live ? 120 : 15_000,
	);
	const finish = (/** @type {string} */ mark) => {
		clearInterval(timer);
		if (live) process.stdout.write('\r\u001b[2K');
		console.log(line(mark));
	};
	try {
		const result = await work((text) => {
			detail = text;
		});
		finish(green('✓'));
		return result;
	} catch (error) {
		detail = '';
		finish(red('✗'));
		throw error;
	}
}

/** @param {string} text */
export function heading(text) {
	console.log(`\n${bold(text)}`);
}

// ---------------------------------------------------------------- text

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ANSI = /\u001b\[\d+m/g;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u;

/** Columns a text takes. @param {string} text */
function widthOf(text) {
	let columns = 0;
	for (const { segment } of graphemes.segment(text.replace(ANSI, ''))) columns += WIDE.test(segment) ? 2 : 1;
	return columns;
}

/** @param {string} text @param {number} columns */
function clip(text, columns) {
	return text.length > columns ? `${text.slice(0, Math.max(0, columns - 1))}…` : text;
}

/** Texts come from a workflow; a control character in one must not steer the terminal. @param {unknown} text */
function plain(text) {
	return String(text ?? '').replace(/\r\n?/g, '\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ');
}

/** @param {string} text @param {number} columns @returns {string[]} */
function wrap(text, columns) {
	return text.split('\n').flatMap((paragraph) => {
		const lines = [''];
		for (let word of paragraph.split(' ')) {
			const last = lines[lines.length - 1];
			if (last && widthOf(last) + 1 + widthOf(word) <= columns) {
				lines[lines.length - 1] = `${last} ${word}`;
				continue;
			}
			while (widthOf(word) > columns) {
				if (lines[lines.length - 1] === '') lines.pop();
				lines.push(word.slice(0, columns));
				word = word.slice(columns);
			}
			if (lines[lines.length - 1] === '') lines[lines.length - 1] = word;
			else lines.push(word);
		}
		return lines;
	});
}

/** @param {string} text @param {number} columns */
const pad = (text, columns) => text + ' '.repeat(Math.max(0, columns - widthOf(text)));

// ---------------------------------------------------------------- conversation

/**
 * One turn: the customer on the left, the bot on the right.
 * @param {'customer' | 'bot'} from
 * @param {string} text
 * @param {string} [note] beside the name
 */
export function bubble(from, text, note = '') {
	const room = width() - 2;
	const lines = wrap(plain(text).trim(), Math.floor(room * 0.7) - 4);
	const inner = Math.max(...lines.map(widthOf));
	const paint = from === 'customer' ? cyan : green;
	const name = from === 'customer' ? 'Customer' : 'Bot';
	const head = `${bold(paint(name))}${note ? dim(` · ${note}`) : ''}`;
	const rows = [
		paint(`╭${'─'.repeat(inner + 2)}╮`),
		...lines.map((line) => `${paint('│')} ${pad(line, inner)} ${paint('│')}`),
		paint(`╰${'─'.repeat(inner + 2)}╯`),
	];
	for (const row of [head, ...rows]) {
		const indent = from === 'customer' ? 0 : room - widthOf(row);
		console.log(`  ${' '.repeat(Math.max(0, indent))}${row}`);
	}
}

/** A turn the bot leaves unanswered. @param {string} why */
export function silence(why) {
	const text = `· ${plain(why)} ·`;
	console.log(`  ${' '.repeat(Math.max(0, width() - 2 - widthOf(text)))}${dim(text)}`);
}

// ---------------------------------------------------------------- receipt

/**
 * What the card needs of `json.handover` (handover/receipt.ts).
 * @typedef {object} Step
 * @property {'done' | 'skipped' | 'failed'} status
 * @property {string} what
 * @property {string} [why]
 * @property {Record<string, any>} [data]
 *
 * @typedef {object} Receipt
 * @property {string} id
 * @property {string} status
 * @property {string} scenario
 * @property {string} [reason]
 * @property {{ text: string, rule?: string }} [evidence]
 * @property {number} [confidence]
 * @property {string} [detector]
 * @property {{ id?: string, name?: string, email?: string, phone?: string }} [contact]
 * @property {{ name: string, email?: string }} [assignee]
 * @property {Record<string, Step>} steps
 */

/** In the order of the templates; steps of other names follow. */
const STEP_TITLES = { pause: 'Pause', assign: 'Assign', task: 'Task', tag: 'Tag', note: 'Note', message: 'Message' };
const MARKS = { done: green('✓'), skipped: yellow('–'), failed: red('✗') };

/**
 * A moment as one says it: "today 14:05", "tomorrow 9:30", "Fri 3 Jan 09:30".
 * @param {string} iso
 * @param {Date} [now]
 */
export function inWords(iso, now = new Date()) {
	const at = new Date(iso);
	if (Number.isNaN(at.getTime())) return plain(iso);
	const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
	const midnight = (/** @type {Date} */ d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
	const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
	if (days === 0) return `today ${time}`;
	if (days === 1) return `tomorrow ${time}`;
	if (days === -1) return `yesterday ${time}`;
	return `${at.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })} ${time}`;
}

/** @param {string} name `human_requested` → `Human requested` */
function title(name) {
	const words = plain(name).replaceAll('_', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {Receipt} receipt @returns {[string, string][]} */
function facts(receipt) {
	const { contact, assignee, evidence, steps = {} } = receipt;
	const task = steps.task?.data ?? {};
	const until = steps.pause?.data?.until;
	const tags = steps.tag?.data?.tags ?? steps.tag?.data?.added;
	const sure = typeof receipt.confidence === 'number' ? `${Math.round(receipt.confidence * 100)} % sure` : '';
	const how = [sure, receipt.detector, evidence?.rule].filter(Boolean).join(', ');
	/** @type {[string, string | undefined | false][]} */
	const rows = [
		['Customer', contact && (contact.name || contact.email || contact.phone || contact.id)],
		['Who has it', assignee ? [assignee.name, assignee.email].filter(Boolean).join(' · ') : 'the queue: nobody yet'],
		['Why', [title(receipt.scenario), evidence?.text && `“${evidence.text}”`].filter(Boolean).join(': ')],
		['', how && `(${how})`],
		['Task', task.title],
		['Due', task.due && inWords(task.due)],
		['Tags', Array.isArray(tags) && tags.join(', ')],
		['Bot', until && `paused until ${inWords(until)}`],
	];
	return rows.flatMap(([name, value]) => (value ? [[name, plain(value)]] : []));
}

/** Prints who has the conversation, why, and what became of each step. @param {Receipt} receipt */
export function receiptCard(receipt) {
	const inner = width() - 6;
	/** @param {string} left @param {number} leftWidth @param {string} text */
	const cells = (left, leftWidth, text) =>
		wrap(text, inner - leftWidth).map((line, index) => pad(index ? '' : left, leftWidth) + line);
	const top = `─ ${bold('Handover')} · ${receipt.status === 'open' ? green('open') : yellow(plain(receipt.status))} `;
	const order = [...new Set([...Object.keys(STEP_TITLES), ...Object.keys(receipt.steps ?? {})])];
	const steps = order.flatMap((name) => {
		const step = receipt.steps?.[name];
		if (!step) return [];
		const text = plain(step.why ? `${step.what} (${step.why})` : step.what);
		return cells(`${MARKS[step.status] ?? '?'} ${STEP_TITLES[name] ?? title(name)}`, 12, text);
	});
	const row = (/** @type {string} */ text) => `  │ ${pad(text, inner)} │`;
	console.log(`  ╭${top}${'─'.repeat(Math.max(0, inner + 2 - widthOf(top)))}╮`);
	for (const [name, value] of facts(receipt)) for (const line of cells(dim(name), 12, value)) console.log(row(line));
	console.log(`  ├${'─'.repeat(inner + 2)}┤`);
	for (const line of steps.length ? steps : [dim('no steps')]) console.log(row(line));
	console.log(`  ╰${'─'.repeat(inner + 2)}╯`);
}
