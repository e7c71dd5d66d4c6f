import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail as it was handed in. */
export interface Mail {
	/** Of the envelope. */
	to: string[];
	/** With headers, as it came. */
	source: string;
}

export interface MailServer {
	port: number;
	/** What it took, oldest first. */
	mails: Mail[];
	/** From now on it refuses whoever this says. */
	refuse: (isRefused: (address: string) => boolean) => void;
	close: () => Promise<void>;
}

const ANSWERS: Record<string, string> = { DATA: '354 Go on', QUIT: '221 Bye' };

/** A mail server that keeps what it gets: SMTP without encryption and without a password (RFC 5321). */
export async function mailServer(): Promise<MailServer> {
	const mails: Mail[] = [];
	const open = new Set<Socket>();
	let isRefused: (address: string) => boolean = () => false;
	const server = createServer((socket) => {
		open.add(socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy()));
		// One byte each, so that a character cut by two packets stays whole.
		socket.setEncoding('latin1');
		const answer = (line: string) => socket.write(`${line}\r\n`);
		let mail: Mail = { to: [], source: '' };
		let isInData = false;
		let unread = '';
		const command = (line: string) => {
			const [verb = ''] = line.toUpperCase().split(' ');
			const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
			if (verb === 'MAIL') mail = { to: [], source: '' };
			const isTaken = verb !== 'RCPT' || !isRefused(address);
			if (verb === 'RCPT' && isTaken) mail.to.push(address);
			isInData = verb === 'DATA';
			answer(ANSWERS[verb] ?? (isTaken ? '250 OK' : '450 Not now'));
			if (verb === 'QUIT') socket.end();
		};
		const content = (line: string) => {
			if (line !== '.') {
				mail.source += `${line.replace(/^\./, '')}\r\n`;
				return;
			}
			isInData = false;
			mails.push(mail);
			answer('250 OK');
		};
		socket.on('data', (chunk: string) => {
			unread += chunk;
			const lines = unread.split('\r\n');
			unread = lines.pop() ?? '';
			for (const line of lines) (isInData ? content : command)(line);
		});
		answer('220 A mail server of the tests');
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		port: (server.address() as AddressInfo).port,
		mails,
		refuse: (whom) => {
			isRefused = whom;
		},
		close: () => {
			for (const socket of open) socket.destroy();
			return new Promise((closed) => server.close(() => closed()));
		},
	};
}
