/** A statement begins with its verb, and what it acts on follows as no sentence has it. */
const statement =
  /^(?:(?:drop|create|alter)\s+(?:table|database|schema|view|materialized|index|sequence|function|procedure|trigger|type|role|user|extension|policy|keyspace|collection|column|domain|publication|subscription|tablespace|warehouse|stage|stream|task|pipe|owned|external|unique|temporary|temp|or|if|foreign|group|constraint|rule|server|owned|dataset|bucket|measurement|series|namespace|graph|model)\b|truncate\s+(?:table\s+)?[\w."\x60[]+\s*(?:,|;|$|cascade|restart)|delete\s+from\s+[\w."\x60[\]\uFFFC-]+\s*(?:;|$|where\b|using\b|returning\b|limit\b|as\b)|update\s+[\w."\x60[\]\uFFFC-]+\s+(?:as\s+\w+\s+)?set\b|insert\s+into\s+[\w."\x60[\]\uFFFC-]+\s*(?:\(|values\b|select\b|default\b)|merge\s+into\b|grant\s+[\w,\s]{1,80}\s(?:on|to)\s|revoke\s+[\w,\s]{1,80}\s(?:on|from)\s|reassign\s+owned\b|with\s+[\w"]+\s*(?:\([^)]{0,200}\)\s*)?as\s*\(|select\s[\s\S]{0,2000}?\bfrom\s|match\s*\(|detach\s+delete\b)/i;

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
    statement.test(head) || /;\s*(?:drop|truncate|delete\s+from|alter)\s+\w/i.test(text.slice(0, 20_000))
  );
}

const statementWord =
  /^(?:select|with|insert|update|delete|merge|replace|drop|truncate|alter|create|grant|revoke|copy|call|do|explain|show|describe|vacuum|set|begin|match|detach|use|optimize|rename|attach|kill|system|exec|execute|pragma|declare|lock)\b/i;

/** The same where the place already says that a statement stands there. */
export function beginsLikeStatement(text: string): boolean {
  return statementWord.test(statementHead(text));
}
