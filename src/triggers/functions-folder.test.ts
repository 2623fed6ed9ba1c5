import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import type { FunctionOutput } from "./function-process.ts";
import { FUNCTION_BOUNDS, FunctionsFolder, pickEnvironment } from "./functions-folder.ts";
import { FUNCTION_NOT_FOUND, FUNCTION_UNAVAILABLE, SOCKET_TIMEOUT, TOO_MANY_CALLS } from "./invoker.ts";

const PROCESS_ENDED = { kind: "failure", error: "Runtime.ExitError", retry: false };

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** A folder with these functions, and the invoker under test. Patient bounds: the machine may be busy. */
const startFolder = async (
  functions: Record<string, string>,
  bounds: Partial<typeof FUNCTION_BOUNDS> = {},
  environment: Record<string, string> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), "poolhouse-functions-"));
  const write = (name: string, source: string) => writeFile(join(folder, `${name}.mjs`), source);
  for (const [name, source] of Object.entries(functions)) await write(name, source);
  const output: FunctionOutput[] = [];
  const invoker = new FunctionsFolder({
    folder,
    environment,
    output: (line) => output.push(line),
    bounds: { maxProcesses: 1, timeoutMs: 60_000, ...bounds },
  });
  const call = (name: string, event: object = {}, signal = new AbortController().signal) =>
    invoker.invoke(arn(name), event, { type: "RequestResponse", signal });
  return {
    folder,
    write,
    output,
    invoker,
    call,
    async [Symbol.asyncDispose]() {
      await invoker.close();
      await rm(folder, { recursive: true });
    },
  };
};

/** Listens for what runs inside functions: a connection from there closes when its process has ended. */
const startListener = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket.on("error", () => {})));
  return {
    port: address.port,
    async connection(): Promise<{ closed: Promise<unknown> }> {
      const [socket]: Socket[] = await once(server, "connection");
      assert.ok(socket);
      return { closed: once(socket.resume(), "close") };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};

const CONNECT = `import { connect } from "node:net";
  const connected = (port) => new Promise((resolve) => { const s = connect(port, "127.0.0.1", () => resolve(s)); });`;

test("FunctionsFolder runs the handler that an ARN names, in either style, and keeps its process", async () => {
  await using world = await startFolder({
    later: `export const handler = async (event, context) => ({ event, pid: process.pid, name: context.functionName,
      id: context.awsRequestId.length, left: context.getRemainingTimeInMillis() > 0, cwd: process.cwd() })`,
    called: `export const handler = (event, context, callback) => { setImmediate(() => callback(null, { got: event })) }`,
    failing: `export const handler = (event, context, callback) => callback("no entry")`,
    nothing: `export const handler = () => {}`,
  });

  const first = await world.call("later", { userName: "ada" });
  const second = await world.call("later:live", { userName: "ada" });

  assert.ok(first.kind === "answer");
  assert.deepEqual(second, first);
  const { pid, ...rest } = Object(first.payload);
  assert.notEqual(pid, process.pid);
  assert.deepEqual(rest, { event: { userName: "ada" }, name: "later", id: 36, left: true, cwd: world.folder });
  assert.deepEqual(await world.call("called", { a: 1 }), { kind: "answer", payload: { got: { a: 1 } } });
  assert.deepEqual(await world.call("failing"), { kind: "function-error", message: "no entry" });
  assert.deepEqual(await world.call("nothing"), { kind: "answer", payload: null });
});

test("FunctionsFolder gives a function the clear password of the event", async () => {
  await using world = await startFolder({ migrate: `export const handler = async (event) => event.request.password` });
  const answer = await world.call("migrate", { request: { password: new Secret("Old password 1!") } });
  assert.deepEqual(answer, { kind: "answer", payload: "Old password 1!" });
});

test("FunctionsFolder tells what a function threw, and what kept it from loading", async () => {
  await using world = await startFolder({
    throws: `export const handler = async () => { throw new Error("Not from here") }`,
    stray: `export const handler = () => new Promise(() => setImmediate(() => { throw new Error("stray") }))`,
    circular: `export const handler = async () => { const a = {}; a.a = a; return a; }`,
    broken: `export const handler = ;`,
    empty: `export const other = 1`,
  });
  assert.deepEqual(await world.call("throws"), { kind: "function-error", message: "Not from here" });
  assert.deepEqual(await world.call("stray"), { kind: "function-error", message: "stray" });
  for (const [name, words] of [
    ["circular", /circular/],
    ["broken", /Unexpected token/],
    ["empty", /does not export a function named handler/],
  ] as const) {
    const answer = await world.call(name);
    assert.ok(answer.kind === "function-error");
    assert.match(answer.message, words);
  }
});

test("FunctionsFolder knows the files listed in the folder and nothing else", async () => {
  await using world = await startFolder({ here: `export const handler = async () => "here"` });
  const outside = await mkdtemp(join(tmpdir(), "poolhouse-outside-"));
  await writeFile(join(outside, "secret.mjs"), `export const handler = async () => "outside"`);
  await symlink(join(outside, "secret.mjs"), join(world.folder, "linked.mjs"));
  await mkdir(join(world.folder, "versions"));
  await writeFile(join(world.folder, "versions", "inner.mjs"), `export const handler = async () => "inner"`);
  await symlink(join(world.folder, "versions", "inner.mjs"), join(world.folder, "inner.mjs"));
  await mkdir(join(world.folder, "folder.mjs"));

  assert.equal(await world.invoker.isKnown(arn("here")), true);
  assert.deepEqual(await world.call("inner"), { kind: "answer", payload: "inner" });
  const unknown = [
    "absent",
    "linked",
    "folder",
    "HERE",
    `../${outside.split("/").pop()}/secret`,
    "versions/inner",
    "a".repeat(65),
    "",
  ];
  for (const name of unknown) {
    assert.equal(await world.invoker.isKnown(arn(name)), false, name);
    assert.deepEqual(await world.call(name), FUNCTION_NOT_FOUND, name);
  }
  assert.equal(await world.invoker.isKnown("here"), false);
  await rm(join(world.folder, "here.mjs"));
  assert.deepEqual(await world.call("here"), FUNCTION_NOT_FOUND);
  await rm(outside, { recursive: true });
});

test("FunctionsFolder uses a changed file from the next call", async () => {
  await using world = await startFolder({ f: `export const handler = async () => 1` });
  assert.deepEqual(await world.call("f"), { kind: "answer", payload: 1 });
  await world.write("f", `export const handler = async () => 2`);
  assert.deepEqual(await world.call("f"), { kind: "answer", payload: 2 });
  await world.write("f", `export const handler = async () => { throw new Error("three") }`);
  assert.deepEqual(await world.call("f"), { kind: "function-error", message: "three" });
});

test("FunctionsFolder gives functions the environment that was picked, and nothing else", async () => {
  const environment = pickEnvironment(["API_URL", "ABSENT"], {
    API_URL: "https://x",
    POOLHOUSE_MASTER_KEY: "k",
    PATH: "/bin",
  });
  await using world = await startFolder({ env: `export const handler = async () => process.env` }, {}, environment);
  const answer = await world.call("env");
  assert.ok(answer.kind === "answer");
  const names = Object.keys(Object(answer.payload)).filter((name) => !/^(__CF_|NODE_V8_COVERAGE)/.test(name));
  assert.deepEqual(names, ["API_URL"]);
});

test("FunctionsFolder ends a function that spins, while others answer", async () => {
  await using listener = await startListener();
  await using world = await startFolder({
    spin: `${CONNECT} export const handler = async ({ port }) => { await connected(port); for (;;); }`,
    calm: `export const handler = async () => "calm"`,
  });
  const abort = new AbortController();
  let isSettled = false;
  const spinning = world.call("spin", { port: listener.port }, abort.signal).finally(() => (isSettled = true));
  const { closed } = await listener.connection();

  assert.deepEqual(await world.call("calm"), { kind: "answer", payload: "calm" });
  assert.equal(isSettled, false);
  abort.abort();
  assert.deepEqual(await spinning, SOCKET_TIMEOUT);
  await closed;
});

test("FunctionsFolder ends a call at its own time limit", async () => {
  await using world = await startFolder({ spin: `export const handler = () => { for (;;); }` }, { timeoutMs: 200 });
  assert.deepEqual(await world.call("spin"), SOCKET_TIMEOUT);
});

test("FunctionsFolder ends what a function started with execSync", async () => {
  await using listener = await startListener();
  await using world = await startFolder({
    sleeps: `import { execFileSync } from "node:child_process";
      export const handler = ({ port }) => execFileSync(process.execPath,
        ["-e", "require('net').connect(" + port + ", '127.0.0.1'); setInterval(() => {}, 1000)"])`,
  });
  const abort = new AbortController();
  const sleeping = world.call("sleeps", { port: listener.port }, abort.signal);
  const { closed } = await listener.connection();
  abort.abort();
  assert.deepEqual(await sleeping, SOCKET_TIMEOUT);
  await closed;
});

test("FunctionsFolder survives a function that fills its heap", async () => {
  await using world = await startFolder(
    {
      leak: `export const handler = () => { const kept = []; for (;;) kept.push(new Array(10_000).fill(kept.length)); }`,
    },
    { heapLimitMiB: 32 },
  );
  assert.deepEqual(await world.call("leak"), PROCESS_ENDED);
});

test("FunctionsFolder ends a function that fills memory with Buffers, even while it spins", async () => {
  await using world = await startFolder(
    {
      leak: `const kept = []; export const handler = () => { for (;;) if (kept.length < 60) kept.push(Buffer.alloc(8 << 20, 1)); }`,
    },
    { memoryLimitBytes: 256 * 1024 * 1024 },
  );
  assert.deepEqual(await world.call("leak"), PROCESS_ENDED);
});

test("FunctionsFolder survives functions that exit or kill themselves, and starts them again", async () => {
  await using world = await startFolder({
    exits: `export const handler = async ({ exit }) => { if (exit) process.exit(3); return "alive"; }`,
    kills: `export const handler = async () => { process.kill(process.pid, "SIGKILL"); return new Promise(() => {}); }`,
  });
  assert.deepEqual(await world.call("exits", { exit: true }), PROCESS_ENDED);
  assert.deepEqual(await world.call("exits"), { kind: "answer", payload: "alive" });
  assert.deepEqual(await world.call("kills"), PROCESS_ENDED);
});

test("FunctionsFolder refuses an answer past its bound", async () => {
  await using world = await startFolder({
    huge: `export const handler = async ({ size }) => "x".repeat(size)`,
  });
  const answer = await world.call("huge", { size: 6 * 1024 * 1024 });
  assert.ok(answer.kind === "function-error");
  assert.match(answer.message, /^Response payload size exceeded/);
  const largest = await world.call("huge", { size: 6 * 1024 * 1024 - 2 });
  assert.ok(largest.kind === "answer");
});

test("FunctionsFolder ends a function that floods its channel, in a call or between calls", async () => {
  await using world = await startFolder({
    endless: `import { writeSync } from "node:fs"; const text = "x".repeat(65536);
      export const handler = () => { for (;;) try { writeSync(3, text); } catch (error) { if (error.code !== "EAGAIN") throw error; } }`,
    lines: `import { writeSync } from "node:fs";
      export const handler = () => { for (;;) try { writeSync(3, '{"requestId":"1"}\\n'); } catch (error) { if (error.code !== "EAGAIN") throw error; } }`,
    between: `import { writeSync } from "node:fs";
      export const handler = async () => { setImmediate(() => { try { writeSync(3, "x".repeat(1000)); } catch {} }); return process.pid; }`,
    sends: `export const handler = async () => typeof process.send`,
  });
  assert.deepEqual(await world.call("endless"), PROCESS_ENDED);
  assert.deepEqual(await world.call("lines"), PROCESS_ENDED);
  await world.call("between");
  assert.deepEqual(await world.call("sends"), { kind: "answer", payload: "undefined" });
});

test("FunctionsFolder passes on what functions print, within bounds, and never the event", async () => {
  await using world = await startFolder(
    {
      prints: `export const handler = async () => { console.log("one\\ntwo"); console.error("three"); return "done"; }`,
      floods: `export const handler = () => { for (;;) console.log("flood"); }`,
    },
    { heapLimitMiB: 64 },
  );
  await world.call("prints", { request: { clientMetadata: { token: "hidden" } } });
  // What is not read piles up in the function's own memory, so either of its limits may end it.
  assert.equal((await world.call("floods")).kind, "failure");
  await world.invoker.close();

  const printed = world.output.filter(({ functionName }) => functionName === "prints");
  assert.deepEqual(
    printed.filter(({ stream }) => stream === "stdout").map(({ text }) => text),
    ["one", "two"],
  );
  assert.deepEqual(
    printed.filter(({ stream }) => stream === "stderr").map(({ text }) => text),
    ["three"],
  );
  assert.ok(world.output.length < 10_000);
  assert.doesNotMatch(JSON.stringify(world.output), /hidden/);
});

test("FunctionsFolder runs one call a process at a time, lets a bounded number wait, and refuses more", async () => {
  await using listener = await startListener();
  await using world = await startFolder(
    {
      waits: `${CONNECT} export const handler = async ({ port }) => { await connected(port); return new Promise(() => {}); }`,
    },
    { maxWaiting: 2 },
  );
  const start = () => {
    const abort = new AbortController();
    return { abort, result: world.call("waits", { port: listener.port }, abort.signal) };
  };
  const running = start();
  const { closed } = await listener.connection();

  const calls = [start(), start(), start()];
  const refused = await Promise.race(calls.map(async (call) => ({ call, result: await call.result })));
  assert.deepEqual(refused.result, TOO_MANY_CALLS);
  const [leaving, next] = calls.filter((call) => call !== refused.call);
  leaving?.abort.abort();
  assert.deepEqual(await leaving?.result, SOCKET_TIMEOUT);

  const connection = listener.connection();
  running.abort.abort();
  assert.deepEqual(await running.result, SOCKET_TIMEOUT);
  await closed;
  await connection;
  next?.abort.abort();
  assert.deepEqual(await next?.result, SOCKET_TIMEOUT);
});

test("FunctionsFolder takes an Event call for accepted when the function has run, whatever it answers", async () => {
  await using world = await startFolder({
    answers: `export const handler = async () => "ignored"`,
    throws: `export const handler = async () => { throw new Error("no mail today") }`,
  });
  const signal = new AbortController().signal;
  const call = (name: string) => world.invoker.invoke(arn(name), {}, { type: "Event", signal });
  assert.deepEqual(await call("answers"), { kind: "answer", payload: null });
  assert.deepEqual(await call("throws"), { kind: "function-error", message: "no mail today" });
  assert.deepEqual(await call("missing"), FUNCTION_NOT_FOUND);
});

test("FunctionsFolder.close ends every process and refuses calls from then on", async () => {
  await using listener = await startListener();
  await using world = await startFolder({
    kept: `${CONNECT} export const handler = async ({ port }) => { await connected(port); await new Promise(() => {}); }`,
  });
  const running = world.call("kept", { port: listener.port });
  const { closed } = await listener.connection();
  const waiting = world.call("kept", { port: listener.port });
  await world.invoker.close();
  await closed;
  assert.deepEqual(await running, PROCESS_ENDED);
  assert.deepEqual(await waiting, FUNCTION_UNAVAILABLE);
  assert.deepEqual(await world.call("kept"), FUNCTION_UNAVAILABLE);
});

const serverProgram = (folder: string, event: object) => `
  import { FunctionsFolder } from ${JSON.stringify(new URL("functions-folder.ts", import.meta.url).href)};
  const invoker = new FunctionsFolder({ folder: ${JSON.stringify(folder)}, environment: {}, output() {}, bounds: { timeoutMs: 60_000 } });
  await invoker.invoke(${JSON.stringify(arn("f"))}, ${JSON.stringify(event)}, { type: "RequestResponse", signal: new AbortController().signal });
  console.log("answered");`;

/** Runs a server's program to its end. */
const runToEnd = async (program: string) => {
  const server = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [printed, [code]] = await Promise.all([textOf(server.stdout), once(server, "exit")]);
  return { printed, code };
};

test("FunctionsFolder's processes end with the server, even one that spins", async () => {
  await using listener = await startListener();
  await using world = await startFolder({
    f: `${CONNECT} export const handler = async ({ port }) => { await connected(port); for (;;); }`,
  });
  const program = serverProgram(world.folder, { port: listener.port });
  const connection = listener.connection();
  const server = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "ignore" });
  const { closed } = await connection;
  server.kill("SIGKILL");
  await closed;
});

test("FunctionsFolder's idle processes do not keep the server from ending, and closing waits for their end", async () => {
  await using world = await startFolder({ f: `export const handler = async () => 1` });
  const program = serverProgram(world.folder, {});
  assert.deepEqual(await runToEnd(program), { printed: "answered\n", code: 0 });
  const closing = `${program} await invoker.close(); console.log("closed");`;
  assert.deepEqual(await runToEnd(closing), { printed: "answered\nclosed\n", code: 0 });
});
