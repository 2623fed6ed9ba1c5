import {
  ADMINISTRATION_DETAILS,
  ADMINISTRATION_OPTIONS,
  openAdministration,
  operatingSystemUser,
} from "./administration.ts";
import { defineCommand } from "./command.ts";

/** `poolhouse pools rotate-keys` */
export const poolsRotateKeys = defineCommand({
  name: "pools rotate-keys",
  summary: "Signs a pool's tokens with new keys",
  positionals: ["POOL"],
  options: {
    ...ADMINISTRATION_OPTIONS,
    immediately: {
      type: "boolean",
      about: "For keys that others may know: the old ones are believed no more, and everybody signs in again.",
    },
  },
  details: `The new keys are published at once and sign an hour later, so that nobody who keeps the published keys for a
while meets a token that cannot be verified. The old ones stay published until the last token of theirs is over.

${ADMINISTRATION_DETAILS}`,
  run: async (values, [userPoolId = ""], terminal) => {
    await using administration = await openAdministration(terminal, values.flag("development"));
    const { signsFrom } = await administration.commands.rotateSigningKeys({
      userPoolId,
      immediately: values.flag("immediately"),
      operatingSystemUser: operatingSystemUser(terminal.env),
    });
    terminal.print(`The new keys of ${userPoolId} sign from ${new Date(signsFrom).toISOString()} on.`);
    return 0;
  },
});
