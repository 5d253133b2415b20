/** True for an address of this machine. */
export function isLoopback(address: string): boolean {
  const host = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?(\[[^\]]+\]|[^:/?]+)/i.exec(address)?.[1] ?? address;
  return /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal)$/i.test(
    host,
  );
}
