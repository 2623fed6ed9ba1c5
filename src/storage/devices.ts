/** The part of the storage port that holds devices. */
import type { Device } from "../model/device.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { Subject } from "./rows.ts";

export interface DeviceReader {
  find(subject: Subject, key: string): Promise<Device | undefined>;
  /** A user's devices, in order of key. */
  list(subject: Subject, page: PageRequest): Promise<Page<Device>>;
}

/** Who used a device, and when. */
export interface DeviceUse {
  readonly lastAuthenticatedAt: number;
  readonly lastIp: string;
}

export interface DeviceWriter extends DeviceReader {
  /** Drops what is in the way of one more. @throws AlreadyExists when the user has a device of this key */
  insert(device: Device): Promise<Device>;
  /** @throws Conflict */
  save(device: Device): Promise<Device>;
  /** Writes nothing, but throws `Conflict` when the row has moved. */
  guard(device: Device): Promise<void>;
  /** Remembers the latest sign-in, which does not move the version; false when there is no such device. */
  touch(subject: Subject, key: string, use: DeviceUse): Promise<boolean>;
  /** False when there is no such device. */
  delete(subject: Subject, key: string): Promise<boolean>;
}
