const secretName =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$)[\w.-]+)?|\.npmrc|\.pypirc|\.netrc|\.git-credentials|credentials(?:\.json)?|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:pem|key|p12|pfx|keystore|jks|kdbx))$/i;

/** True for a path whose name says that it holds credentials. */
export function isSecretFile(path: string): boolean {
  return secretName.test(path);
}
