/** The merchant's own products and variants. See README.md. */
import './tables.ts';
