-- Whether anything of a niche is stored.
select exists (from niche_account where niche = $niche) or exists (from visit where niche = $niche)
    or exists (from ranking where niche = $niche) or exists (from file_import where niche = $niche)
    as is_known
