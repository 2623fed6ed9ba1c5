/** The outward port of logs: whoever takes records out of the process. */
import type { Delivery } from "./sender.ts";

/** Records of one destination. */
export interface LogBatch {
  /** The same at every attempt, so that a receiver can recognise a repeat. */
  readonly id: string;
  /** The ARN of the log group, bucket or stream that a pool names. */
  readonly destination: string;
  /** Each a JSON object on one line, oldest first. */
  readonly records: readonly string[];
}

/** Takes records. May own connections, so it must be closed. */
export interface LogSink {
  /** Makes one attempt; never rejects. A batch is taken whole or not at all. */
  write(batch: LogBatch, signal: AbortSignal): Promise<Delivery>;
  close(): Promise<void>;
}
