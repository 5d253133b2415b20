/** What a session's person has let pass. */
export interface SessionFacts {
  /** True when reads on the target with this key pass for the rest of the session. */
  readsPass(targetKey: string): boolean;
}
