import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app/styles/index.css';
import { reloadForNewRelease } from './app/new-release.ts';
import { applyPalette } from './app/palette.ts';
import { getPreferences } from './app/preferences.ts';
import { Providers } from './app/providers.tsx';
import { router } from './app/router.tsx';
import { giveNonceToStyles, nonce } from './app/style-nonce.ts';
import { startI18n } from './shared/i18n/index.ts';

addEventListener('vite:preloadError', reloadForNewRelease);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
giveNonceToStyles(document, nonce);
// theme-boot.js has already settled light or dark; the colours themselves come from here.
applyPalette(document.documentElement, document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

await startI18n(getPreferences().language);
createRoot(root).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);
