// The program of a function's process: loads one ES module and runs its `handler` for one event at a time. Plain
// JavaScript, so that it starts without a transformation.
//
// It speaks over descriptor 3 in lines of JSON, one request and one answer at a time:
//   in   {"requestId", "arn", "remainingMs", "event"}
//   out  {"requestId", "answer"}  or  {"requestId", "error", "final"}   (final: this process will not serve again)
import { writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { setPriority } from "node:os";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

const CHANNEL = 3;
const LOWER_PRIORITY = 5;
const FIRST_VICTIM = "1000";
const ERROR_MAX_CHARS = 4_096;

const { file, functionName, parentPid, memoryLimitBytes, watchIntervalMs, answerMaxBytes } = JSON.parse(
  process.argv[2],
);
process.argv = [process.argv[0], file];

new Worker(new URL("function-watchdog.mjs", import.meta.url), {
  workerData: { parentPid, memoryLimitBytes, intervalMs: watchIntervalMs },
  execArgv: [],
  env: {},
}).unref();

/** Where the system permits: functions yield to the server, and are the first to go when memory runs out. */
const standBack = () => {
  try {
    setPriority(LOWER_PRIORITY);
    writeFileSync("/proc/self/oom_score_adj", FIRST_VICTIM);
  } catch {
    // Neither exists everywhere, and the limits above hold without them.
  }
};

const textOf = (error) => {
  try {
    return String(error instanceof Error ? error.message : error).slice(0, ERROR_MAX_CHARS);
  } catch {
    return "Unknown error";
  }
};

const channel = new Socket({ fd: CHANNEL, readable: true, writable: true });

/** The request that is being served, if any. */
let current;

const reply = (requestId, line) => {
  if (current !== requestId) return;
  current = undefined;
  channel.write(`${line}\n`);
};

const replyError = (requestId, error, final = false) =>
  reply(requestId, JSON.stringify({ requestId, error: textOf(error), final }));

const replyAnswer = (requestId, value) => {
  const answer = JSON.stringify(value) ?? "null";
  if (Buffer.byteLength(answer) > answerMaxBytes) {
    replyError(requestId, `Response payload size exceeded maximum allowed payload size (${answerMaxBytes} bytes).`);
  } else {
    reply(requestId, `{"requestId":${JSON.stringify(requestId)},"answer":${answer}}`);
  }
};

const load = async () => {
  const { handler } = await import(pathToFileURL(file).href);
  if (typeof handler !== "function") throw new Error(`${functionName}.mjs does not export a function named handler`);
  return handler;
};
const loading = load();
loading.catch(() => {});

const isPromise = (value) => typeof value === "object" && value !== null && typeof value.then === "function";

/** Runs a handler of either style: `async (event, context)` or `(event, context, callback)`. */
const run = (handler, event, context) =>
  new Promise((resolve, reject) => {
    const callback = (error, value) => (error === null || error === undefined ? resolve(value) : reject(error));
    const value = handler(event, context, callback);
    if (isPromise(value) || handler.length < 3) resolve(value);
  });

const serve = async ({ requestId, arn, remainingMs, event }) => {
  const deadline = performance.now() + remainingMs;
  current = requestId;
  let handler;
  try {
    handler = await loading;
  } catch (error) {
    replyError(requestId, error, true);
    return;
  }
  try {
    const context = {
      functionName,
      functionVersion: "$LATEST",
      invokedFunctionArn: arn,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    };
    replyAnswer(requestId, await run(handler, event, context));
  } catch (error) {
    replyError(requestId, error);
  }
};

const fail = (error) => {
  // On standard error, as an uncaught error would be without this listener.
  console.error(error);
  if (current === undefined) process.exit(1);
  replyError(current, error, true);
};
process.on("uncaughtException", fail);

let unfinished = "";
channel.setEncoding("utf8");
channel.on("data", (text) => {
  const lines = (unfinished + text).split("\n");
  unfinished = lines.pop();
  for (const line of lines) void serve(JSON.parse(line));
});
const end = () => process.kill(process.pid, "SIGKILL");
channel.on("close", end);
channel.on("error", end);
standBack();
