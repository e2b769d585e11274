//! Helpers: overlays of tests, the made-up examples that come with the program and a compound with rows of its own.

pub const TRK: &str = include_str!("../../scenarios/overlays/trk_in_10.toml");
pub const ALK: &str = include_str!("../../scenarios/overlays/alk_in_28.toml");
pub const FLT3: &str = include_str!("../../scenarios/overlays/4sc_203.toml");
pub const ABL: &str = include_str!("../../scenarios/overlays/bcr_abl_imatinib.toml");

/// A made-up compound with a potency in H3122 and, in Ba/F3 cells, `rows` beside 12 nM on the unmutated driver.
pub fn compound(wild_type: &str, rows: &str) -> String {
    let study = |id: &str, system: &str, rows: &str| {
        format!(
            "[[study]]\nid = \"{id}\"\nfamily = \"alk\"\nreference = \"lab\"\nsystem = \"{system}\"\n\
             endpoint = \"viability\"\ntranscription = \"made-up\"\nrank = 100\n[study.ic50]\n{rows}\n"
        )
    };
    let of_line = study("parental", "H3122", &format!("WT = {{ mine = \"{wild_type}\" }}"));
    let of_mutants = study("mutants", "baf3-eml4-alk-v1", rows);
    format!(
        "[[reference]]\nid = \"lab\"\ncitation = \"Ours\"\nlink = \"none\"\n\
         [[drug]]\nid = \"mine\"\nname = \"Mine\"\nfamily = \"alk\"\nclass = \"inhibitor\"\ntype = \"I\"\ngeneration = 2\n\
         {of_line}{of_mutants}"
    )
}
