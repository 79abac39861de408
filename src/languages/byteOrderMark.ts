const byteOrderMark = '\uFEFF';

/** What a file holds: its byte order mark, or '', and the text behind it, which is all that editors count. */
export function splitMark(content: string): { readonly mark: string; readonly text: string } {
  const mark = content.startsWith(byteOrderMark) ? byteOrderMark : '';
  return { mark, text: content.slice(mark.length) };
}
