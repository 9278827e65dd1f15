/** A whole small PDF that holds this text. */
export const paper = (text: string): string => `%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ${text}\nstartxref\n9\n%%EOF\n`;
