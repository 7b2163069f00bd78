'use strict';

// What a verdict allows to be done with the images it is about, and what was done, as plain values.

                                           

/** What was pushed before it was judged. */
                       
                         
                                        
                        
                         
                           
                                    
                       
 

                             
                      
                                                                                                            
                                               
                                 
 

/** What became of the images; a problem among them makes the run fail, whatever the verdict. */
                          
                                                                            
                                   
                                            
                                                                                                                       
                                                       
                                   
                                      
 

/** Whether images of this verdict get their tags: never without one, and after warn only where that was asked for. */
function isReleased(verdict         , { promoteOnWarn }                                     )          {
  return verdict === 'pass' || (verdict === 'warn' && promoteOnWarn)
}

/** The tags that images have now, those that were there already too. */
function promotedTags({ images }         )                    {
  return [...new Set(images.flatMap(({ tags }) => tags.flatMap(({ tag, state }) => (state === 'not set' ? [] : [tag]))))]
}

exports.isReleased = isReleased;
exports.promotedTags = promotedTags;
