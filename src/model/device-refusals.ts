/** The words of the refusals that concern devices. */
import { ApiException } from "../contracts/exceptions.ts";
import { invalidParameter, notFound } from "./refusals.ts";

/** Unknown, forgotten, or another user's. Clients match on the word "device" and sign in again without the key. */
export const deviceNotFound = () => notFound("Device does not exist.");
/** The key is not the one that this sign-in was given. */
export const invalidDeviceKey = () => invalidParameter("Invalid device key given.");
/** Assumed: the words. */
export const invalidDeviceVerifier = () => invalidParameter("Invalid device secret verifier given.");
/** Assumed: the words. */
export const deviceKeyExists = () => new ApiException("DeviceKeyExistsException", "Device already exists.");
