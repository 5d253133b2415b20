import { userInfo } from 'node:os';

/** The account of the operating system; one without a name still has a number. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}
