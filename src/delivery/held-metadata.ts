/**
 * The clientMetadata of messages that functions are to send: in memory, because it is never stored. A process that dies
 * before the call loses it, and the function is called without. One process writes a database, so whoever takes a
 * message is who has its metadata.
 */
import type { StringMap } from "../triggers/events.ts";

/** Characters of metadata held at once. Callers choose their metadata: stops them from filling the memory with it. */
const HELD_MAX_CHARS = 16 * 1024 * 1024;

export interface HeldMetadata {
  /** When there is no room, the oldest makes some. */
  hold(messageId: string, metadata: StringMap): void;
  of(messageId: string): StringMap | undefined;
  letGo(messageId: string): void;
}

export const createHeldMetadata = (maxChars: number = HELD_MAX_CHARS): HeldMetadata => {
  const held = new Map<string, { readonly metadata: StringMap; readonly chars: number }>();
  let chars = 0;

  const letGo = (messageId: string): void => {
    chars -= held.get(messageId)?.chars ?? 0;
    held.delete(messageId);
  };

  return {
    hold: (messageId, metadata) => {
      letGo(messageId);
      const size = messageId.length + JSON.stringify(metadata).length;
      held.set(messageId, { metadata, chars: size });
      chars += size;
      for (const oldest of held.keys()) {
        if (chars <= maxChars) return;
        letGo(oldest);
      }
    },
    of: (messageId) => held.get(messageId)?.metadata,
    letGo,
  };
};
