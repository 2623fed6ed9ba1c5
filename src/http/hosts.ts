/** Whose requests a development server takes: this machine's, and nobody's who only rents its browser. */
import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether a host name, without port, can only be this machine. */
export const isLoopbackHost = (name: string): boolean => {
  const host = name.toLowerCase().replace(/^\[(.*)\]$/u, "$1");
  const version = isIP(host);
  if (version !== 0) return loopback.check(host, version === 6 ? "ipv6" : "ipv4");
  // Browsers resolve these names themselves. @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3
  return host === "localhost" || host.endsWith(".localhost");
};

/** Whether a web page that sends this `Origin` is served by this machine. */
export const isLoopbackOrigin = (origin: string): boolean => {
  const url = URL.parse(origin);
  return url !== null && isLoopbackHost(url.hostname);
};

/**
 * Whether a development server answers to this `Host`: loopback, or the public URL's name, whatever the port.
 * Stops DNS rebinding: a web page whose own name is made to point at this machine sends its own name.
 */
export const isDevelopmentHost = (header: string | undefined, publicUrl: string): boolean => {
  const name = /^(\[[0-9a-f:.]+\]|[^:@/\\?#\s]+)(?::\d{1,5})?$/iu.exec(header ?? "")?.[1];
  if (name === undefined) return false;
  return isLoopbackHost(name) || name.toLowerCase() === URL.parse(publicUrl)?.hostname;
};
