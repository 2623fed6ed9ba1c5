/**
 * The reset whose code an administrator passes on in person. It does what AdminResetUserPassword does, but nothing is
 * sent and no function is asked: the code is the answer. Who took it, and why, is written with the change itself.
 */
import type { Secret } from "../contracts/secret.ts";
import { resetNotPossible, userDisabled } from "../model/refusals.ts";
import { requirePasswordReset, type User, type UserStatus } from "../model/user.ts";
import type { AdministratorContext } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import { newCode } from "./codes.ts";

/** The action that a key's policy must allow, on the pool's ARN. */
export const PRINT_RESET_CODE = "poolhouse:PrintResetCode";

export interface PrintResetCode {
  readonly userPoolId: string;
  readonly username: string;
  /** The account on the machine that ran the command; its own word. */
  readonly operatingSystemUser: string;
  /** Why, in the administrator's words. */
  readonly reason: string;
}

export interface PrintedResetCode {
  readonly code: Secret;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * FORCE_CHANGE_PASSWORD too, and without any verified address: this is the way back for those whom no message reaches.
 * Assumed: a user who has never confirmed, or who signs in through another provider, has no password to reset.
 */
const PRINTABLE: ReadonlySet<UserStatus> = new Set(["CONFIRMED", "RESET_REQUIRED", "FORCE_CHANGE_PASSWORD"]);

/** @throws NotAuthorizedException */
const requirePrintable = (user: User): void => {
  if (!user.enabled) throw userDisabled();
  if (!PRINTABLE.has(user.status)) throw resetNotPossible();
};

/**
 * Bars the user's password and answers with the code that buys a new one. The code names no address, so that confirming
 * it verifies none: it has proven nothing but the administrator's word.
 * @throws UserNotFoundException, ResourceNotFoundException, NotAuthorizedException, LimitExceededException
 */
export const printResetCode = async (ctx: AdministratorContext, request: PrintResetCode): Promise<PrintedResetCode> => {
  const { pool, user } = await ctx.store.users.locate(request.userPoolId, request.username);
  requirePrintable(user);
  await ctx.budgets.require("admin-reset", user);
  const code = newCode(ctx.random, ctx.now, "reset", null);
  const fields = {
    accessKeyId: ctx.administrator.accessKeyId,
    operatingSystemUser: request.operatingSystemUser,
    requestId: ctx.request.id,
  };

  await ctx.transaction(async (tx) => {
    await tx.users.save(requirePasswordReset(user, ctx.now)); // conflicts if the user changed since it was judged
    await tx.budgets.spend("admin-reset", user);
    await tx.codes.replace(user, code);
    await tx.audit.insert({
      id: uuidFrom(ctx.random),
      at: ctx.now,
      poolId: pool.id,
      sub: user.sub,
      name: "ResetCodePrinted",
      fields: { ...fields, reason: request.reason },
    });
  });
  ctx.log("info", "reset code printed", { ...fields, poolId: pool.id, sub: user.sub });
  return { code: code.value, expiresAt: code.expiresAt };
};
