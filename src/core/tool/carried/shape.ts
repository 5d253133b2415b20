/** A statement begins with its verb, and what it acts on follows as no sentence has it. */
const statements: readonly RegExp[] = [
  /^(?:drop|create|alter)\s+(?:table|database|schema|view|materialized|index|sequence|function|procedure|trigger|type|role|user|extension|policy|keyspace|collection|column|domain|publication|subscription|tablespace|warehouse|stage|stream|task|pipe|owned|external|unique|temporary|temp|or|if|foreign|group|constraint|rule|server|dataset|bucket|measurement|series|namespace|graph|model)\b\s*\S/i,
  /^truncate\s+(?:table\s+)?[\w."\x60[]+\s*(?:,|;|$|cascade|restart)/i,
  /^delete\s+from\s+[\w."\x60[\]\uFFFC-]+\s*(?:;|$|where\b|using\b|returning\b|limit\b|as\b)/i,
  /^update\s+[\w."\x60[\]\uFFFC-]+\s+(?:as\s+\w+\s+)?set\b/i,
  /^insert\s+into\s+[\w."\x60[\]\uFFFC-]+\s*(?:\(|values\b|select\b|default\b)/i,
  /^with\s+[\w"]+\s*(?:\([^)]{0,200}\)\s*)?as\s*\(/i,
  /^(?:merge\s+into|reassign\s+owned|detach\s+delete)\b/i,
  /^match\s*\(/i,
];

/** `grant WORDS on`, `revoke WORDS from`: so many characters at most lie between. */
const rightsWithin = 82;
/** And between `select` and `from`. */
const columnsWithin = 2_010;

function beginsAsStatement(head: string): boolean {
  if (statements.some((form) => form.test(head))) return true;
  if (/^select\s/i.test(head)) return /\bfrom\s/i.test(head.slice(0, columnsWithin));
  if (!/^(?:grant|revoke)\s/i.test(head)) return false;
  const words = head.slice(head.search(/\s/)).slice(0, rightsWithin + 6);
  const end = /^g/i.test(head) ? /\s(?:on|to)\s/i.exec(words) : /\s(?:on|from)\s/i.exec(words);
  return end !== null && /^[\w,\s]+$/.test(words.slice(0, end.index));
}

/** Without comments and brackets before it. */
function statementHead(text: string): string {
  let rest = text.slice(0, 4_000).trimStart();
  for (let count = 0; count < 20; count += 1) {
    const end = rest.startsWith('--')
      ? rest.indexOf('\n')
      : rest.startsWith('/*')
        ? rest.indexOf('*/') + 1
        : -1;
    if (end <= 0) break;
    rest = rest.slice(end + 1).trimStart();
  }
  return rest.replace(/^[(;\s]+/, '');
}

/** True for text that no one writes but as a statement of a database. */
export function isStatement(text: string): boolean {
  const head = statementHead(text);
  return (
    beginsAsStatement(head) || /;\s*(?:drop|truncate|delete\s+from|alter)\s+\w/i.test(text.slice(0, 20_000))
  );
}

const statementWord =
  /^(?:select|with|insert|update|delete|merge|replace|drop|truncate|alter|create|grant|revoke|copy|call|do|explain|show|describe|vacuum|set|begin|match|detach|use|optimize|rename|attach|kill|system|exec|execute|pragma|declare|lock)\b/i;

/** The same where the place already says that a statement stands there. */
export function beginsLikeStatement(text: string): boolean {
  return statementWord.test(statementHead(text));
}
