/** What a user reads on the phone or in the mailbox while an application waits. */
import type { World } from "../src/testing/world.ts";

/** The code in the newest message to an address or number, once everything owed has been sent. */
export const codeTo = async ({ settle, inbox }: World, to: string): Promise<string> => {
  await settle();
  return inbox.latest(to).code;
};
