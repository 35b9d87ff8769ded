# Cards stand for publications until these are read; pages of one name in two folders are two.
mkdir a b
cat > a/index.html <<'END'
<!doctype html><title>Page One</title><link rel=canonical href="https://site.example/one"><meta name=date content="2018-03-09">
<body><article><h1>Page One</h1><p>All of one.</p></article>
<h2>Related</h2><ul><li><a href="/two">Page Two</a><time datetime="2019-01-02"></time><p>A word on two.</p></li></ul>
END
printf 'Page Three\n\nMay 6, 2019\n\nAll of three.\n\nRelated\n\nPage One\n\nPage One\n\nMarch 9, 2018\n\nA word on one.\n' > b/index.txt
printf 'Page Four\n\nAll of four.\n' > a/index.txt
printf 'Page Two\n\nJanuary 2, 2019\n\nAll of two.\n' > two.txt
t dossier index a
t dossier show --json card:page-two-2019-01-02
t dossier index b
t dossier index - < two.txt
t dossier search --stop-words --tsv all OR word
printf '?!\n\nNothing to go by.\n' > odd.txt
t dossier index - < odd.txt
