import { err, ok, type Result } from '../../core/shared/result.js';
import type { Conversation, GitFailure, Ref } from './git-conversation.js';
import { type GitObject, type ObjectFormat, type TreeEntry, treeEntries } from './git-object.js';

/** Reads objects of a remote one by one, over as few connections as the server allows. */
export class GitReader {
  private conversation: Conversation | undefined;

  constructor(private readonly open: () => Promise<Result<Conversation, GitFailure>>) {}

  async refs(prefixes: readonly string[]): Promise<Result<readonly Ref[], GitFailure>> {
    const conversation = await this.connected();
    return conversation.ok ? conversation.value.refs(prefixes) : conversation;
  }

  async object(
    id: string,
    type: GitObject['type'],
    mostBytes: number,
  ): Promise<Result<GitObject, GitFailure>> {
    const object = await this.any(id, mostBytes);
    if (!object.ok || object.value.type === type) return object;
    return err({ code: 'unsupported', detail: `expected a ${type}, got a ${object.value.type}` });
  }

  async any(id: string, mostBytes: number): Promise<Result<GitObject, GitFailure>> {
    const conversation = await this.connected();
    return conversation.ok ? conversation.value.object(id, mostBytes) : conversation;
  }

  async tree(id: string, mostBytes: number): Promise<Result<readonly TreeEntry[], GitFailure>> {
    const tree = await this.object(id, 'tree', mostBytes);
    if (!tree.ok) return tree;
    const entries = treeEntries(tree.value.bytes, this.format);
    return entries === undefined ? err({ code: 'unsupported', detail: 'expected a tree' }) : ok(entries);
  }

  /** Whether the next question can go over the same connection. */
  get isKept(): boolean {
    return this.conversation?.isOpen === true && this.conversation.isCurrent;
  }

  close(): void {
    this.conversation?.close();
    this.conversation = undefined;
  }

  private get format(): ObjectFormat {
    return this.conversation?.objectFormat ?? 'sha1';
  }

  private async connected(): Promise<Result<Conversation, GitFailure>> {
    if (this.conversation?.isOpen === true) return ok(this.conversation);
    this.close();
    const opened = await this.open();
    if (opened.ok) this.conversation = opened.value;
    return opened;
  }
}
