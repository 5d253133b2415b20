/** Sections of an INI file in its own order; keys before any section stand under the empty name. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads `key = value` under `[section]`, with `#` and `;` comments at a line's start. Indented lines (the nesting of AWS
 * files) are read as keys of the section too, and do not replace one that stands there already. Total: odd lines are skipped.
 */
export function readIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section = open(sections, '');
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]*)\]/.exec(line);
    if (header !== null) {
      section = open(sections, (header[1] ?? '').trim());
      continue;
    }
    const pair = /^(\s*)([^#;=:\s][^=:]*)[=:](.*)$/s.exec(line);
    if (pair === null) continue;
    const [, indent = '', name = '', value = ''] = pair;
    const key = name.trimEnd().toLowerCase();
    if (indent === '' || !section.has(key)) section.set(key, unquote(value.trim()));
  }
  return sections;
}

function open(sections: Map<string, Map<string, string>>, name: string): Map<string, string> {
  const section = sections.get(name) ?? new Map<string, string>();
  sections.set(name, section);
  return section;
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted?.[2] ?? value.replace(/\s[#;].*/s, '');
}
