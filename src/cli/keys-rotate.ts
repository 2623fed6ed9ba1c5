import type { AdminCommands } from "../admin/commands.ts";
import type { ResealCursor } from "../storage/reseal.ts";
import {
  ADMINISTRATION_DETAILS,
  ADMINISTRATION_OPTIONS,
  openAdministration,
  operatingSystemUser,
} from "./administration.ts";
import { CommandError, defineCommand } from "./command.ts";
import { printIssued } from "./keys-create.ts";
import type { Terminal } from "./terminal.ts";

/** Batches of one run: more rows than an embedded database holds. */
const BATCHES_MAX = 10_000_000;

interface Resealed {
  readonly resealed: number;
  readonly unreadable: number;
  readonly hashedUntil: number;
}

const resealAll = async (commands: AdminCommands): Promise<Resealed> => {
  let total: Resealed = { resealed: 0, unreadable: 0, hashedUntil: 0 };
  let from: ResealCursor | null = null;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const done = await commands.reseal(from);
    total = {
      resealed: total.resealed + done.resealed,
      unreadable: total.unreadable + done.unreadable,
      hashedUntil: Math.max(total.hashedUntil, done.hashedUntil ?? 0),
    };
    from = done.next;
    if (from === null) return total;
  }
  throw new CommandError("Resealing did not come to an end; run it again.");
};

const report = ({ resealed, unreadable, hashedUntil }: Resealed, asJson: boolean, terminal: Terminal): number => {
  const until = hashedUntil === 0 ? undefined : new Date(hashedUntil).toISOString();
  if (asJson) terminal.print(JSON.stringify({ resealed, unreadable, oldKeysNeededUntil: until }));
  else terminal.print(`${resealed} ${resealed === 1 ? "value was" : "values were"} sealed anew.`);
  if (unreadable > 0) {
    throw new CommandError(
      `${unreadable} could not be opened with the master keys at hand and ${unreadable === 1 ? "is" : "are"} as before. ` +
        "Add the key that sealed them to POOLHOUSE_OLD_MASTER_KEYS, restart the server, and run this again.",
    );
  }
  terminal.note(
    until === undefined
      ? "Nothing needs the old master keys any more: remove POOLHOUSE_OLD_MASTER_KEYS, then destroy them."
      : `Refresh tokens, sessions and codes from before are recognised by an old master key, the last until ${until}: ` +
          "keep POOLHOUSE_OLD_MASTER_KEYS until then, or remove it earlier and let those users sign in again.",
  );
  return 0;
};

/** `poolhouse keys rotate` */
export const keysRotate = defineCommand({
  name: "keys rotate",
  summary: "With an id: gives an access key a new secret. Without: seals everything anew under the current master key",
  positionals: ["[ID]"],
  options: { json: { type: "boolean", about: "Print JSON." }, ...ADMINISTRATION_OPTIONS },
  details: `${ADMINISTRATION_DETAILS}

A rotated access key's old secret stops working at once.

To change the master key: set POOLHOUSE_MASTER_KEY (or …_FILE, …_COMMAND) to the new one and POOLHOUSE_OLD_MASTER_KEYS
to the old one, restart the server, run \`poolhouse keys rotate\`, and remove POOLHOUSE_OLD_MASTER_KEYS when it says so.`,
  run: async (values, [id], terminal) => {
    await using administration = await openAdministration(terminal, values.flag("development"));
    const { commands } = administration;
    if (id === undefined) return report(await resealAll(commands), values.flag("json"), terminal);
    const key = await commands.rotateKey({ id, operatingSystemUser: operatingSystemUser(terminal.env) });
    printIssued(key, values.flag("json"), terminal);
    terminal.note("The old secret has stopped working.");
    return 0;
  },
});
