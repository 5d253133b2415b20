export interface PageParts {
  readonly script: string;
  readonly stylesheet: string;
  /** The source that the editor serves local files from. */
  readonly source: string;
  readonly nonce: string;
  readonly title: string;
}

/** The document of every card view. It may run its one script and load the shipped style and icon; nothing else. */
export function pageHtml(parts: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.source}`,
    `img-src ${parts.source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${parts.stylesheet}">
<title>${parts.title}</title>
</head>
<body>
<script nonce="${parts.nonce}" src="${parts.script}"></script>
</body>
</html>
`;
}
