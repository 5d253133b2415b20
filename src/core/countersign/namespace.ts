/** What a signature is for. A key signs only in the namespaces that its line of the roster allows: they are its role. */
export const namespaces = {
  request: 'countersign-request@v1',
  approval: 'countersign-approval@v1',
  denial: 'countersign-denial@v1',
  policy: 'countersign-policy@v1',
} as const;

export type Namespace = (typeof namespaces)[keyof typeof namespaces];
