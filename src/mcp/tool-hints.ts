import { ToolAnnotationsSchema } from '@modelcontextprotocol/core';
import { type Fields, fieldsOf, isFields, listOf, namedText } from '../core/toolcall/fields.js';
import type { McpAnnotations } from '../core/toolcall/toolcall.js';

const mostTools = 10_000;

/** What the server has said of its tools. A word against a tool stays, whatever the server says later. */
export class ToolHints {
  private readonly known = new Map<string, McpAnnotations>();

  /** Takes in the result of a `tools/list`. */
  learn(result: Fields): void {
    for (const tool of listOf(result, 'tools').filter(isFields)) {
      const name = namedText(tool, 'name');
      const read = ToolAnnotationsSchema.safeParse(fieldsOf(tool, 'annotations') ?? {});
      if (name === undefined || !read.success) continue;
      if (!this.known.has(name) && this.known.size >= mostTools) return;
      this.known.set(name, worse(this.known.get(name) ?? {}, read.data));
    }
  }

  of(name: string): McpAnnotations {
    return this.known.get(name) ?? {};
  }
}

type Hints = { readonly [name in keyof McpAnnotations]: boolean | undefined };

function worse(before: McpAnnotations, now: Hints): McpAnnotations {
  const destructiveHint = before.destructiveHint === true ? true : now.destructiveHint;
  const readOnlyHint = before.readOnlyHint === false ? false : now.readOnlyHint;
  return {
    ...(destructiveHint === undefined ? {} : { destructiveHint }),
    ...(readOnlyHint === undefined ? {} : { readOnlyHint }),
  };
}
