/** `environment/cost-explorer-prod` is "the environment cost-explorer-prod"; a path, an address and a lone name stay. */
export function thingText(resource: string, allRows = false): string {
  if (resource.startsWith('/') || /^[a-z][a-z0-9+.-]*:\/\//i.test(resource)) return shortText(resource);
  const [kind, name] = kindAndName(resource);
  if (kind === undefined) return shortText(name);
  if (kind === 'rows') return `${allRows ? 'all rows' : 'rows'} of ${shortText(name)}`;
  if (kind === 'uncommitted changes') return `uncommitted changes in ${shortText(name)}`;
  return `the ${kind.replace(/-/g, ' ')} ${shortText(name.replace(/,(?=\S)/g, ', '))}`;
}

const spacedKinds =
  /^(?:table|database|schema|index|view|role|rows|branch|task|account|process|package|image|alias|group|topic|disk|service) (.+)$/s;

function kindAndName(resource: string): readonly [kind: string | undefined, name: string] {
  const spaced = spacedKinds.exec(resource)?.[1];
  if (spaced !== undefined) return [resource.slice(0, resource.indexOf(' ')), spaced];
  const parts = /^([a-z][a-z -]*)\/(.+)$/s.exec(resource);
  return parts === null ? [undefined, resource] : [parts[1], parts[2] ?? ''];
}

/** Long names are cut in the middle: both ends tell. What could not be resolved (U+FFFC) is drawn. */
export function shortText(text: string): string {
  const line = text.replaceAll('\uFFFC', '…').replace(/\s+/g, ' ').trim();
  return line.length <= 80 ? line : `${line.slice(0, 52)} … ${line.slice(-24)}`;
}
