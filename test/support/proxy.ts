import net from 'node:net';

/** Stands between a client and a server on this machine, as a firewall or a load balancer does. */
export interface Proxy {
	port: number;
	/** Breaks all connections. */
	cut: () => void;
	/** From now on nothing comes through, and nobody is told: new connections are taken, too. */
	swallow: (on: boolean) => void;
	/** When the client says something that holds these words, it still reaches the server, but the connection breaks before the answer. */
	cutAfter: (words: string | undefined) => void;
	close: () => Promise<void>;
}

export async function aProxy(to: number): Promise<Proxy> {
	const sockets = new Set<net.Socket>();
	let swallowing = false;
	let last: string | undefined;
	const cut = () => sockets.forEach((socket) => socket.destroy());
	const server = net.createServer((client) => {
		const upstream = net.connect(to, '127.0.0.1');
		let answering = true;
		for (const [socket, other] of [[client, upstream], [upstream, client]] as const) {
			sockets.add(socket);
			socket.on('error', () => undefined);
			socket.on('close', () => {
				sockets.delete(socket);
				other.destroy();
			});
		}
		client.on('data', (data) => {
			if (swallowing) return;
			upstream.write(data);
			if (last === undefined || !data.includes(last)) return;
			answering = false;
			last = undefined;
		});
		upstream.on('data', (data) => {
			if (swallowing) return;
			if (answering) client.write(data);
			else client.destroy();
		});
	});
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as net.AddressInfo).port,
		cut,
		swallow: (on) => void (swallowing = on),
		cutAfter: (words) => void (last = words),
		close: async () => {
			cut();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
