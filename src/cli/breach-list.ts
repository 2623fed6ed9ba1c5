/** The operator's list of compromised passwords. */
import type { Secret } from "../contracts/secret.ts";
import { BreachListError, isListed, requireBreachList } from "../crypto/breach-list.ts";
import { SettingError, type Settings } from "../settings.ts";

/** Looks passwords up in the list; undefined where the operator has none. @throws SettingError for a file that is no list */
export const openBreachList = async ({
  compromisedPasswords: path,
}: Settings): Promise<((password: Secret) => Promise<boolean>) | undefined> => {
  if (path === undefined) return undefined;
  try {
    await requireBreachList(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const what = error instanceof BreachListError ? error.message : `cannot be read (${code})`;
    throw new SettingError(
      `POOLHOUSE_COMPROMISED_PASSWORDS: ${path} ${what}; it holds one SHA-1 a line, in ascending order, with a count or ` +
        "without (HASH:COUNT), as the list of Have I Been Pwned ordered by hash.",
    );
  }
  return (password) => isListed(path, password);
};
