import { describe, expect, test } from 'vitest';
import type { FromCaller, ToCaller } from '../../electron/contract/frames';
import type { Transport } from '../../electron/contract/transport';
import { portTransport } from './port-transport';
import { createReconnectingClient } from './reconnecting-client';
import { socketTransport } from './socket-transport';
import type { FrameSocket } from './socket-transport';
import { eventually } from '../testing/eventually';

const run: FromCaller = { kind: 'run', id: 1, method: 'system.info', params: {} };
const done: ToCaller = { kind: 'done', id: 1, result: { fine: true } };

describe('a port', () => {
  test('carries frames both ways', async () => {
    const { port1, port2 } = new MessageChannel();
    const transport = portTransport(port1);
    const received: ToCaller[] = [];
    transport.onFrame((frame) => received.push(frame));
    const asked = new Promise((resolve) => (port2.onmessage = (event) => resolve(event.data)));
    transport.send(run);
    expect(await asked).toEqual(run);
    port2.postMessage(done);
    await eventually(() => expect(received).toEqual([done]));
    transport.close();
  });

  test('tells of its end once', async () => {
    const { port1, port2 } = new MessageChannel();
    const transport = portTransport(port1);
    const reasons: unknown[] = [];
    transport.onClose((reason) => reasons.push(reason));
    transport.close();
    port2.close();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(reasons).toHaveLength(1);
  });
});

class FakeSocket extends EventTarget {
  readyState = 0;
  sent: string[] = [];
  send = (text: string) => void this.sent.push(text);
  close = () => this.lose();
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  receive(frame: ToCaller) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }
  lose() {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
}
const asSocket = (socket: FakeSocket) => socket as unknown as FrameSocket;

describe('a socket', () => {
  test('keeps what is sent before it opens, in order', () => {
    const socket = new FakeSocket();
    const transport = socketTransport(asSocket(socket));
    transport.send(run);
    transport.send({ kind: 'abort', id: 1 });
    expect(socket.sent).toEqual([]);
    socket.open();
    expect(socket.sent.map((text) => (JSON.parse(text) as FromCaller).kind)).toEqual(['run', 'abort']);
  });

  test('hands on frames and its end', () => {
    const socket = new FakeSocket();
    const transport = socketTransport(asSocket(socket));
    const frames: ToCaller[] = [];
    const reasons: unknown[] = [];
    transport.onFrame((frame) => frames.push(frame));
    transport.onClose((reason) => reasons.push(reason));
    socket.open();
    socket.receive(done);
    socket.lose();
    socket.lose();
    expect(frames).toEqual([done]);
    expect(reasons).toHaveLength(1);
  });
});

describe('a connection that is lost and found', () => {
  function shell() {
    const sockets: FakeSocket[] = [];
    const statuses: string[] = [];
    const open = (): Transport<FromCaller, ToCaller> => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socketTransport(asSocket(socket));
    };
    const client = createReconnectingClient({
      open,
      probe: (fresh) => fresh.run('system.info', {}),
      onStatus: (status) => statuses.push(status),
      wait: () => Promise.resolve(),
    });
    const answer = (socket: FakeSocket, place: number) => {
      const frame = JSON.parse(socket.sent[place] ?? '{}') as { id: number };
      socket.receive({ kind: 'done', id: frame.id, result: {} });
    };
    return { sockets, statuses, client, answer };
  }

  test('calls under way fail at once, and later calls go to the new connection', async () => {
    const { sockets, statuses, client, answer } = shell();
    sockets[0]!.open();
    const lost = client.run('jobs.list', {});
    sockets[0]!.lose();
    await expect(lost).rejects.toMatchObject({ code: 'disconnected' });
    await eventually(() => expect(sockets).toHaveLength(2));
    sockets[1]!.open();
    answer(sockets[1]!, 0);
    await eventually(() => expect(statuses).toEqual(['reconnecting', 'connected']));
    void client.run('jobs.list', {});
    expect(sockets[1]!.sent.at(-1)).toContain('jobs.list');
  });

  test('it tries until somebody answers', async () => {
    const { sockets, statuses, answer } = shell();
    sockets[0]!.open();
    sockets[0]!.lose();
    for (let place = 1; place <= 3; place++) {
      await eventually(() => expect(sockets).toHaveLength(place + 1));
      sockets[place]!.lose();
    }
    await eventually(() => expect(sockets).toHaveLength(5));
    sockets[4]!.open();
    answer(sockets[4]!, 0);
    await eventually(() => expect(statuses.at(-1)).toBe('connected'));
    expect(statuses).toEqual(['reconnecting', 'connected']);
  });

  test('subscriptions are made anew and tell their listeners once', async () => {
    const { sockets, client, answer } = shell();
    const heard: unknown[] = [];
    client.on('project', (payload) => heard.push(payload));
    sockets[0]!.open();
    expect(sockets[0]!.sent[0]).toContain('subscribe');
    sockets[0]!.lose();
    await eventually(() => expect(sockets).toHaveLength(2));
    sockets[1]!.open();
    expect(sockets[1]!.sent.map((text) => (JSON.parse(text) as FromCaller).kind)).toEqual(['subscribe', 'run']);
    answer(sockets[1]!, 1);
    sockets[1]!.receive({ kind: 'event', topic: 'project', payload: null });
    expect(heard).toEqual([null]);
  });

  test('a studio that was started again and does not know the page is told from one that is away', async () => {
    const sockets: FakeSocket[] = [];
    const statuses: string[] = [];
    const answers = [false, true];
    createReconnectingClient({
      open: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socketTransport(asSocket(socket));
      },
      probe: (fresh) => fresh.run('system.info', {}),
      isRefused: () => Promise.resolve(answers.shift() ?? true),
      onStatus: (status) => statuses.push(status),
      wait: () => Promise.resolve(),
    });
    sockets[0]!.open();
    sockets[0]!.lose();
    for (let place = 1; place <= 3; place++) {
      await eventually(() => expect(sockets).toHaveLength(place + 1));
      sockets[place]!.lose();
    }
    await eventually(() => expect(sockets).toHaveLength(5));
    // The person has opened the new address in another tab: the cookie of this port is the new one.
    sockets[4]!.open();
    const frame = JSON.parse(sockets[4]!.sent[0] ?? '{}') as { id: number };
    sockets[4]!.receive({ kind: 'done', id: frame.id, result: {} });
    await eventually(() => expect(statuses).toEqual(['reconnecting', 'refused', 'connected']));
  });

  test('closing ends it for good', async () => {
    const { sockets, statuses, client } = shell();
    sockets[0]!.open();
    client.close();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(sockets).toHaveLength(1);
    expect(statuses).toEqual([]);
  });
});
