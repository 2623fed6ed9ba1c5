/**
 * The thread that moves committed pages from the log into the database file, on a connection of its own: on the event
 * loop that costs 5 to 12 ms a time. Its arguments are the path, the pragmas and how long to wait for a lock, in
 * milliseconds.
 */
import { DatabaseSync } from "node:sqlite";
import { parentPort } from "node:worker_threads";

import type { CheckpointAnswer, CheckpointRequest } from "./checkpoints.ts";

const [path = "", pragmas = "", patienceMs = ""] = process.argv.slice(2);
const database = new DatabaseSync(path, { timeout: Number(patienceMs) });
database.exec(pragmas);

const answerTo = (mode: Exclude<CheckpointRequest, "close">): CheckpointAnswer => {
  try {
    const row = database.prepare(`pragma wal_checkpoint(${mode})`).get();
    return { complete: row?.["busy"] === 0 && row["log"] === row["checkpointed"] };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
};

parentPort?.on("message", (request: CheckpointRequest) => {
  if (request === "close") {
    database.close();
    parentPort?.close();
    return;
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort?.postMessage(answerTo(request));
});
