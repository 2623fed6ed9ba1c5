/**
 * The server as users start it, with its event loop watched: whoever started this process asks for a report by message,
 * and is told what happened since the last one.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { main } from "../src/main.ts";

/** Times in milliseconds. */
export interface LoopReport {
  /** The longest that a timer was late; on a busy core it waited for other threads and programs too. */
  readonly delayMax: number;
  readonly delayP99: number;
  /** The most processor time that the loop's own thread spent between two turns: work that nothing could interrupt. */
  readonly workMax: number;
}

const RESOLUTION_MS = 1;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

const spent = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

let workMax = 0;
let last = spent();
setInterval(() => {
  const now = spent();
  workMax = Math.max(workMax, now - last);
  last = now;
}, RESOLUTION_MS).unref();

process.on("message", () => {
  const report: LoopReport = {
    // The histogram counts from one turn to the next, which is one resolution when nothing is late.
    delayMax: Math.max(0, delay.max / 1e6 - RESOLUTION_MS),
    delayP99: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS),
    workMax,
  };
  process.send?.(report);
  delay.reset();
  workMax = 0;
  last = spent();
});
process.channel?.unref();

process.exit(await main(["serve", "--development"]));
