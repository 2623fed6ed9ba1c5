import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { startWorld, testMasterKeys, type World } from "../testing/world.ts";
import { createAdminCommands } from "./create-commands.ts";
import { connectAdminSocket } from "./socket-client.ts";
import { openAdminSocket, type AdminSocket } from "./socket-server.ts";

interface Opened extends AsyncDisposable {
  readonly world: World;
  readonly path: string;
  readonly socket: AdminSocket | undefined;
  open(): Promise<AdminSocket | undefined>;
}

/** A world with its socket, in a folder that others may read. */
const openSocket = async (): Promise<Opened> => {
  const world = await startWorld({ populated: false });
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-socket-"));
  const path = join(folder, "admin.sock");
  const { facilities, perform, administrators } = world.server;
  const commands = createAdminCommands({
    facilities,
    perform,
    administrators,
    description: { mode: "development", region: "us-east-1", accountId: "000000000000" },
    masterKeyId: testMasterKeys().current.id,
  });
  const open = () => openAdminSocket({ path, commands, log: facilities.log, closeGraceMs: 50 });
  const socket = await open();
  return {
    world,
    path,
    socket,
    open,
    [Symbol.asyncDispose]: async () => {
      await socket?.close();
      await world[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const send = (
  socketPath: string,
  method: string,
  path: string,
  body: string,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path, headers: { host: "poolhouse" } });
    sent.on("error", reject);
    sent.on("response", (response) => {
      text(response).then((told) => resolve({ status: response.statusCode ?? 0, text: told }), reject);
    });
    sent.end(body);
  });

const policy = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
const KEY = { name: "one", policy, lifetimeMs: 60_000, operatingSystemUser: "ada" };

test("openAdminSocket makes a socket for the owner alone, and leaves the process's mask as it was", async () => {
  const before = process.umask();
  await using opened = await openSocket();
  assert.equal(statSync(opened.path).mode & 0o777, 0o600);
  assert.equal(process.umask(), before);
});

test("openAdminSocket removes the socket when it is closed", async () => {
  await using opened = await openSocket();
  await opened.socket?.close();
  assert.equal(statSync(opened.path, { throwIfNoEntry: false }), undefined);
  await assert.rejects(connectAdminSocket(opened.path), { name: "NoServer" });
});

test("openAdminSocket ends although somebody has sent half a command", async () => {
  await using opened = await openSocket();
  const half = connect(opened.path);
  half.on("error", () => undefined);
  const ended = once(half, "close");
  half.write("POST /listKeys HTTP/1.1\r\nhost: poolhouse\r\ncontent-length: 2\r\n\r\n{");
  await connectAdminSocket(opened.path); // by now the server has read the half
  await opened.socket?.close();
  await ended;
});

test("openAdminSocket leaves a living server's socket alone", async () => {
  await using opened = await openSocket();
  assert.equal(await opened.open(), undefined);
  await connectAdminSocket(opened.path);
});

test("openAdminSocket replaces what a dead server left", async () => {
  await using opened = await openSocket();
  await opened.socket?.close();
  writeFileSync(opened.path, "");
  await assert.rejects(connectAdminSocket(opened.path), { name: "NoServer" });
  await using again = await opened.open();
  assert.ok(again);
  await connectAdminSocket(opened.path);
});

test("openAdminSocket refuses a path that no system takes, and says what to set", async () => {
  await using opened = await openSocket();
  const { log } = opened.world.server.facilities;
  const path = join(opened.path, "..", "x".repeat(200), "admin.sock");
  const commands = await connectAdminSocket(opened.path);
  await assert.rejects(openAdminSocket({ path, commands, log }), {
    name: "AdminRefusal",
    message: /POOLHOUSE_DATA_DIR/u,
  });
});

test("connectAdminSocket carries every command to the server, and wraps what is secret", async () => {
  await using opened = await openSocket();
  const commands = await connectAdminSocket(opened.path);
  assert.equal((await commands.describe()).mode, "development");
  const key = await commands.createKey(KEY);
  assert.equal(String(key.secret), "[secret]");
  assert.equal(key.secret.reveal().length, 40);
  assert.equal(String(key.sessionToken), "[secret]");
  assert.deepEqual(
    (await commands.listKeys()).map(({ id, name }) => [id, name]),
    [[key.id, "one"]],
  );
  const renewed = await commands.rotateKey({ id: key.id, operatingSystemUser: "ada" });
  assert.notEqual(renewed.secret.reveal(), key.secret.reveal());
  assert.notEqual((await commands.revokeKey({ id: key.id, operatingSystemUser: "ada" })).revokedAt, null);
  const batch = await commands.reseal(null);
  assert.deepEqual([batch.resealed, batch.unreadable], [0, 0]);
  assert.notEqual((await commands.reseal(batch.next)).next, null);
});

test("connectAdminSocket throws the server's refusals as they are", async () => {
  await using opened = await openSocket();
  const commands = await connectAdminSocket(opened.path);
  await assert.rejects(commands.createKey({ ...KEY, name: "two words" }), {
    name: "AdminRefusal",
    message: /The key's name/u,
  });
  const unsigned = { headers: { "x-amz-target": "Poolhouse.PrintResetCode" }, body: '{"reason":"r"}' };
  await assert.rejects(commands.printResetCode(unsigned), { name: "AdminRefusal", message: /userPoolId is missing/u });
  const reset = { headers: { "x-amz-target": "Poolhouse.AdminResetUserPassword" }, body: "{}" };
  await assert.rejects(commands.resetPassword(reset), { name: "MissingAuthenticationTokenException" });
});

test("openAdminSocket answers what is no command, no JSON or too much without doing anything", async () => {
  await using opened = await openSocket();
  const statuses = [
    await send(opened.path, "POST", "/toString", "{}"),
    await send(opened.path, "POST", "/__proto__", "{}"),
    await send(opened.path, "GET", "/listKeys", ""),
    await send(opened.path, "POST", "/createKey", "{"),
    await send(opened.path, "POST", "/createKey", "[]"),
    await send(opened.path, "POST", "/createKey", JSON.stringify({ ...KEY, lifetimeMs: -1 })),
    await send(opened.path, "POST", "/reseal", JSON.stringify({ column: "users.x", key: [1] })),
    await send(opened.path, "POST", "/createKey", JSON.stringify({ ...KEY, policy: "x".repeat(70_000) })),
  ];
  assert.deepEqual(
    statuses.map(({ status }) => status),
    [404, 404, 404, 400, 400, 400, 400, 400],
  );
  assert.deepEqual(await (await connectAdminSocket(opened.path)).listKeys(), []);
  assert.deepEqual(opened.world.log, []);
});
