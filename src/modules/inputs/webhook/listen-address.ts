const ADDRESS = /^(?:\[[0-9A-Fa-f:.]+\]|[^:[\]/\s]*):(?<port>\d{1,5})$/;

/** True for `host:port`, with an IPv6 address in brackets; without a host all addresses are meant. */
export function isListenAddress(text: string): boolean {
  const port = ADDRESS.exec(text)?.groups?.['port'];
  return port !== undefined && Number(port) <= 65_535;
}
