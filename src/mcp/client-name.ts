import { CLIENT_INFO_META_KEY } from '@modelcontextprotocol/core/internal';
import { type Fields, fieldsOf, namedText } from '../core/toolcall/fields.js';

const longest = 60;

/** Who the client says it is: when it begins, or with every request where the protocol has no beginning. */
export function clientNameIn(message: Fields): string | undefined {
  const params = fieldsOf(message, 'params') ?? {};
  const meta = fieldsOf(params, '_meta') ?? {};
  const info = fieldsOf(params, 'clientInfo') ?? fieldsOf(meta, CLIENT_INFO_META_KEY) ?? {};
  const name = namedText(info, 'name');
  if (name === undefined || name === '') return undefined;
  return name.slice(0, longest);
}
