import type { ListedAccessKey } from "../admin/commands.ts";
import { systemClock } from "../runtime/clock.ts";
import { ADMINISTRATION_DETAILS, ADMINISTRATION_OPTIONS, openAdministration } from "./administration.ts";
import { defineCommand } from "./command.ts";
import { painter, type Terminal } from "./terminal.ts";

const stateOf = ({ revokedAt, expiresAt }: ListedAccessKey, now: number): string => {
  if (revokedAt !== null) return `revoked ${day(revokedAt)}`;
  if (expiresAt === null) return "in use";
  return `${expiresAt <= now ? "expired" : "expires"} ${new Date(expiresAt).toISOString()}`;
};

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

const printTable = (keys: readonly ListedAccessKey[], terminal: Terminal): void => {
  const paint = painter(terminal.colour);
  const width = Math.max(0, ...keys.map(({ name }) => name.length));
  for (const key of keys) {
    const state = stateOf(key, systemClock.now());
    const line = `${key.id}  ${key.name.padEnd(width)}  made ${day(key.createdAt)}  ${state}`;
    terminal.print(state === "in use" || state.startsWith("expires") ? line : paint("dim", line));
  }
  if (keys.length === 0)
    terminal.note("There are no access keys; `poolhouse keys create --help` says how to make one.");
};

/** `poolhouse keys list` */
export const keysList = defineCommand({
  name: "keys list",
  summary: "Shows the access keys, oldest first, without their secrets",
  options: { json: { type: "boolean", about: "Print JSON, with the policies." }, ...ADMINISTRATION_OPTIONS },
  details: ADMINISTRATION_DETAILS,
  run: async (values, _positionals, terminal) => {
    await using administration = await openAdministration(terminal, values.flag("development"));
    const keys = await administration.commands.listKeys();
    if (values.flag("json")) terminal.print(JSON.stringify(keys));
    else printTable(keys, terminal);
    return 0;
  },
});
