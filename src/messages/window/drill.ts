export const drillTerminalName = 'Countersign drill';

/** `detail`: the system's own words. */
export function drillFailedText(program: string, detail: string): string {
  return `expected to start ${program}, got: ${detail}`;
}
