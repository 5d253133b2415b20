/** The part of a JSON Schema that the table is made from. */
export interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** The format of a policy as a Markdown table, a row a field: `rules[].match.verb`. */
export function policyTable(schema: SchemaNode): string {
  const rows = rowsOf(schema, '').map(([field, meaning]) => `| \`${field}\` | ${meaning} |`);
  return ['| field | meaning |', '| --- | --- |', ...rows].join('\n');
}

type Row = readonly [field: string, meaning: string];

function rowsOf(node: SchemaNode, path: string): readonly Row[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, member]) => {
    if (name.startsWith('$')) return [];
    const field = path === '' ? name : `${path}.${name}`;
    const [inner, below] = member.items === undefined ? [member, field] : [member.items, `${field}[]`];
    return [[field, meaningOf(member)] as const, ...rowsOf(inner, below)];
  });
}

function meaningOf(node: SchemaNode): string {
  const values = node.enum ?? node.items?.enum;
  const parts = [
    node.description ?? '',
    values === undefined ? '' : `One of ${values.map((value) => `\`${String(value)}\``).join(', ')}.`,
    node.minimum === undefined || node.maximum === undefined ? '' : `${node.minimum} to ${node.maximum}.`,
    isPlain(node.default) ? `Default \`${String(node.default)}\`.` : '',
  ];
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .replaceAll('|', '\\|');
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
