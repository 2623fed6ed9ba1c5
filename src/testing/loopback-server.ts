/**
 * Servers that stand in for what lies outside the process: on loopback, on a free port, gone after the test.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer, type Server, type Socket } from "node:net";

/** The port a server listens on. */
export const portOf = (server: Server): number => {
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null, "the server listens");
  return address.port;
};

/** A TCP server that says only what `talk` says. Disposing of it cuts every connection. */
export const startTcpServer = async (talk: (socket: Socket) => void = () => undefined) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    talk(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    server,
    port: portOf(server),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};

/** An HTTP server. Disposing of it cuts every connection. */
export const startHttpServer = async (listener: RequestListener) => {
  const server = createHttpServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    server,
    origin: `http://127.0.0.1:${portOf(server)}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
