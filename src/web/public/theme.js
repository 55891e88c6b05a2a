// Runs before the first paint; a file of its own because the content security policy allows no inline script.
{
  let theme
  try {
    theme = localStorage.getItem('wellrun.theme')
  } catch {}
  if (theme === 'light' || theme === 'dark' || theme === 'contrast') document.documentElement.dataset.theme = theme
}
