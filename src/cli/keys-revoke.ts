import {
  ADMINISTRATION_DETAILS,
  ADMINISTRATION_OPTIONS,
  openAdministration,
  operatingSystemUser,
} from "./administration.ts";
import { defineCommand } from "./command.ts";

/** `poolhouse keys revoke` */
export const keysRevoke = defineCommand({
  name: "keys revoke",
  summary: "Ends an access key for good, from the next request on",
  positionals: ["ID"],
  options: { ...ADMINISTRATION_OPTIONS },
  details: ADMINISTRATION_DETAILS,
  run: async (values, [id = ""], terminal) => {
    await using administration = await openAdministration(terminal, values.flag("development"));
    const user = operatingSystemUser(terminal.env);
    const key = await administration.commands.revokeKey({ id, operatingSystemUser: user });
    terminal.print(`${key.id} (${key.name}) is revoked.`);
    return 0;
  },
});
