/** Chance, as a value that is handed in: the operating system's in a server, a repeatable one in a test. */
export interface Chance {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}
