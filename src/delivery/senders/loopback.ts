const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Whether a URL's host is this machine itself, where nobody on a network can listen or answer instead. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);
