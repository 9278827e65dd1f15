/** What a spreadsheet would calculate, from a keyboard of either width. Never read, and never written as it stands. */
export const FORMULA = /^[=+\-@\t\r\0＝＋－＠]/;
