/** Keys by which an editor's settings let agents act unasked, load other programs, or switch the guard off. */
export const guardKeys =
  /autoapprove|autopilot|usehooks|hookfileslocations|disableallhooks|countersign|chat\.tools|chat\.agent|chat\.plugins|chat\.mcp|yolo|alwaysallow|allowedcommands|terminal\.integrated\.(?:env|profiles|automationprofile|defaultprofile|shellintegration)|git\.path|extensions\.(?:autoupdate|supportnodeglobalnavigator)|security\.workspace\.trust|remote\.extensionkind|"folders"|"path"\s*:/i;
