/** A device as the API shows it; its verifier is never shown. */
import type { DeviceType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Device } from "./device.ts";

/** Whose it is, and where. */
export interface DeviceOwner {
  readonly username: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Observed: names, order and forms of the attributes are those of Amazon's examples. Assumed: a device without a name has
 * no device_name.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceType.html
 */
export const deviceView = (device: Device, { username, region, accountId }: DeviceOwner): Value<typeof DeviceType> => {
  const owner = `${username}.${device.poolId}`;
  const attributes: readonly (readonly [string, string | null])[] = [
    ["device_status", "valid"],
    ["device_name", device.name],
    ["dev:device_arn", `arn:aws:cognito-idp:${region}:${accountId}:owner/${owner}/device/${device.key}`],
    ["dev:device_owner", owner],
    ["last_ip_used", device.lastIp],
    ["dev:device_remembered_status", device.remembered ? "remembered" : "not_remembered"],
    ["dev:device_sdk", device.sdk],
  ];
  return {
    DeviceKey: device.key,
    DeviceAttributes: attributes.flatMap(([Name, Value]) => (Value === null ? [] : [{ Name, Value }])),
    DeviceCreateDate: device.createdAt,
    DeviceLastModifiedDate: device.modifiedAt,
    DeviceLastAuthenticatedDate: device.lastAuthenticatedAt,
  };
};
