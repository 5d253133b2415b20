/** Below it stands ssh-keygen's own question, which names the key. */
export const secretQuestion = {
  title: 'Your key asks, in order to sign',
  placeHolder: 'PIN or passphrase',
} as const;
